# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'stock_drawer.ui'
##
## Created by: Qt User Interface Compiler version 6.11.3
##
## WARNING! All changes made in this file will be lost when recompiling UI file!
################################################################################

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QLabel,
    QScrollArea, QSizePolicy, QSpacerItem, QToolButton,
    QVBoxLayout, QWidget)

from desktop_oms.ui.widgets.banner import Banner
from desktop_oms.ui.widgets.facts import (BinList, LedgerList)
from desktop_oms.ui.widgets.keys import KeyButton
from desktop_oms.ui.widgets.marks import ChipLabel
from desktop_oms.ui.widgets.stock_figures import (StepChart, StockEquation)

class Ui_StockDrawer(object):
    def setupUi(self, StockDrawer):
        if not StockDrawer.objectName():
            StockDrawer.setObjectName(u"StockDrawer")
        StockDrawer.setProperty(u"role", u"panel")
        self.layout1 = QVBoxLayout(StockDrawer)
        self.layout1.setSpacing(0)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 1, 0, 1)
        self.drawerHead = QFrame(StockDrawer)
        self.drawerHead.setObjectName(u"drawerHead")
        self.drawerHead.setProperty(u"role", u"bare")
        self.layout2 = QVBoxLayout(self.drawerHead)
        self.layout2.setSpacing(5)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(20, 16, 20, 14)
        self.layout3 = QHBoxLayout()
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)
        self.titleLabel = QLabel(self.drawerHead)
        self.titleLabel.setObjectName(u"titleLabel")
        self.titleLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.titleLabel.setProperty(u"role", u"subtitle")
        self.titleLabel.setText(u"")
        self.titleLabel.setWordWrap(True)

        self.layout3.addWidget(self.titleLabel)

        self.closeButton = QToolButton(self.drawerHead)
        self.closeButton.setObjectName(u"closeButton")
        self.closeButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.layout3.addWidget(self.closeButton, 0, Qt.AlignmentFlag.AlignTop)

        self.layout3.setStretch(0, 1)

        self.layout2.addLayout(self.layout3)

        self.skuLabel = QLabel(self.drawerHead)
        self.skuLabel.setObjectName(u"skuLabel")
        self.skuLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.skuLabel.setProperty(u"role", u"third")
        self.skuLabel.setText(u"")
        self.skuLabel.setWordWrap(True)
        self.skuLabel.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self.layout2.addWidget(self.skuLabel)

        self.markChip = ChipLabel(self.drawerHead)
        self.markChip.setObjectName(u"markChip")

        self.layout2.addWidget(self.markChip)

        self.spacer1 = QSpacerItem(1, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

        self.layout2.addItem(self.spacer1)

        self.figuresRow = StockEquation(self.drawerHead)
        self.figuresRow.setObjectName(u"figuresRow")

        self.layout2.addWidget(self.figuresRow)

        self.drawerBanner = Banner(self.drawerHead)
        self.drawerBanner.setObjectName(u"drawerBanner")

        self.layout2.addWidget(self.drawerBanner)


        self.layout1.addWidget(self.drawerHead)

        self.drawerScroll = QScrollArea(StockDrawer)
        self.drawerScroll.setObjectName(u"drawerScroll")
        self.drawerScroll.setWidgetResizable(True)
        self.drawerScroll.setFrameShape(QFrame.Shape.NoFrame)
        self.drawerScroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.drawerScroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.drawerBody = QWidget()
        self.drawerBody.setObjectName(u"drawerBody")
        self.drawerBody.setProperty(u"role", u"bare")
        self.layout4 = QVBoxLayout(self.drawerBody)
        self.layout4.setSpacing(0)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 0, 0, 0)
        self.binsSection = QFrame(self.drawerBody)
        self.binsSection.setObjectName(u"binsSection")
        self.binsSection.setProperty(u"role", u"section")
        self.layout5 = QVBoxLayout(self.binsSection)
        self.layout5.setSpacing(8)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(20, 12, 20, 12)
        self.binsLabel = QLabel(self.binsSection)
        self.binsLabel.setObjectName(u"binsLabel")
        self.binsLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.binsLabel.setProperty(u"role", u"group")
        self.binsLabel.setText(u"")

        self.layout5.addWidget(self.binsLabel)

        self.binsView = BinList(self.binsSection)
        self.binsView.setObjectName(u"binsView")

        self.layout5.addWidget(self.binsView)


        self.layout4.addWidget(self.binsSection)

        self.chartSection = QFrame(self.drawerBody)
        self.chartSection.setObjectName(u"chartSection")
        self.chartSection.setProperty(u"role", u"section")
        self.layout6 = QVBoxLayout(self.chartSection)
        self.layout6.setSpacing(8)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(20, 12, 20, 12)
        self.chartLabel = QLabel(self.chartSection)
        self.chartLabel.setObjectName(u"chartLabel")
        self.chartLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.chartLabel.setProperty(u"role", u"group")
        self.chartLabel.setText(u"")

        self.layout6.addWidget(self.chartLabel)

        self.stockChart = StepChart(self.chartSection)
        self.stockChart.setObjectName(u"stockChart")

        self.layout6.addWidget(self.stockChart)


        self.layout4.addWidget(self.chartSection)

        self.ledgerSection = QFrame(self.drawerBody)
        self.ledgerSection.setObjectName(u"ledgerSection")
        self.ledgerSection.setProperty(u"role", u"section")
        self.layout7 = QVBoxLayout(self.ledgerSection)
        self.layout7.setSpacing(8)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(20, 12, 20, 12)
        self.ledgerLabel = QLabel(self.ledgerSection)
        self.ledgerLabel.setObjectName(u"ledgerLabel")
        self.ledgerLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.ledgerLabel.setProperty(u"role", u"group")
        self.ledgerLabel.setText(u"")

        self.layout7.addWidget(self.ledgerLabel)

        self.ledgerView = LedgerList(self.ledgerSection)
        self.ledgerView.setObjectName(u"ledgerView")

        self.layout7.addWidget(self.ledgerView)


        self.layout4.addWidget(self.ledgerSection)

        self.spacer2 = QSpacerItem(1, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout4.addItem(self.spacer2)

        self.drawerScroll.setWidget(self.drawerBody)

        self.layout1.addWidget(self.drawerScroll)

        self.drawerFoot = QFrame(StockDrawer)
        self.drawerFoot.setObjectName(u"drawerFoot")
        self.drawerFoot.setProperty(u"role", u"section")
        self.layout8 = QHBoxLayout(self.drawerFoot)
        self.layout8.setSpacing(8)
        self.layout8.setObjectName(u"layout8")
        self.layout8.setContentsMargins(16, 12, 12, 12)
        self.adjustButton = KeyButton(self.drawerFoot)
        self.adjustButton.setObjectName(u"adjustButton")
        self.adjustButton.setProperty(u"primary", True)

        self.layout8.addWidget(self.adjustButton)

        self.labelsButton = KeyButton(self.drawerFoot)
        self.labelsButton.setObjectName(u"labelsButton")

        self.layout8.addWidget(self.labelsButton)

        self.spacer3 = QSpacerItem(4, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout8.addItem(self.spacer3)


        self.layout1.addWidget(self.drawerFoot)

        self.layout1.setStretch(1, 1)

        self.retranslateUi(StockDrawer)

        QMetaObject.connectSlotsByName(StockDrawer)
    # setupUi

    def retranslateUi(self, StockDrawer):
        pass
    # retranslateUi

