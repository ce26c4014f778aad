# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'order_drawer.ui'
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
from desktop_oms.ui.widgets.facts import (ChargeList, LineList, Timeline)
from desktop_oms.ui.widgets.keys import KeyButton
from desktop_oms.ui.widgets.marks import (ChannelTile, ChipLabel, StepTrack)

class Ui_OrderDrawer(object):
    def setupUi(self, OrderDrawer):
        if not OrderDrawer.objectName():
            OrderDrawer.setObjectName(u"OrderDrawer")
        OrderDrawer.setProperty(u"role", u"panel")
        self.layout1 = QVBoxLayout(OrderDrawer)
        self.layout1.setSpacing(0)
        self.layout1.setObjectName(u"layout1")
        self.layout1.setContentsMargins(0, 1, 0, 1)
        self.drawerHead = QFrame(OrderDrawer)
        self.drawerHead.setObjectName(u"drawerHead")
        self.drawerHead.setProperty(u"role", u"bare")
        self.layout2 = QVBoxLayout(self.drawerHead)
        self.layout2.setSpacing(5)
        self.layout2.setObjectName(u"layout2")
        self.layout2.setContentsMargins(20, 14, 20, 12)
        self.layout3 = QHBoxLayout()
        self.layout3.setSpacing(8)
        self.layout3.setObjectName(u"layout3")
        self.layout3.setContentsMargins(0, 0, 0, 0)
        self.channelTile = ChannelTile(self.drawerHead)
        self.channelTile.setObjectName(u"channelTile")

        self.layout3.addWidget(self.channelTile)

        self.orderNoLabel = QLabel(self.drawerHead)
        self.orderNoLabel.setObjectName(u"orderNoLabel")
        self.orderNoLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.orderNoLabel.setProperty(u"role", u"headline")
        self.orderNoLabel.setText(u"")
        self.orderNoLabel.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self.layout3.addWidget(self.orderNoLabel)

        self.headlineChip = ChipLabel(self.drawerHead)
        self.headlineChip.setObjectName(u"headlineChip")

        self.layout3.addWidget(self.headlineChip)

        self.spacer1 = QSpacerItem(4, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout3.addItem(self.spacer1)

        self.closeButton = QToolButton(self.drawerHead)
        self.closeButton.setObjectName(u"closeButton")
        self.closeButton.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.layout3.addWidget(self.closeButton)


        self.layout2.addLayout(self.layout3)

        self.orderSubLabel = QLabel(self.drawerHead)
        self.orderSubLabel.setObjectName(u"orderSubLabel")
        self.orderSubLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.orderSubLabel.setProperty(u"role", u"third")
        self.orderSubLabel.setText(u"")
        self.orderSubLabel.setWordWrap(True)

        self.layout2.addWidget(self.orderSubLabel)

        self.layout4 = QHBoxLayout()
        self.layout4.setSpacing(6)
        self.layout4.setObjectName(u"layout4")
        self.layout4.setContentsMargins(0, 6, 0, 0)
        self.primaryButton = KeyButton(self.drawerHead)
        self.primaryButton.setObjectName(u"primaryButton")
        self.primaryButton.setProperty(u"primary", True)

        self.layout4.addWidget(self.primaryButton)

        self.holdButton = KeyButton(self.drawerHead)
        self.holdButton.setObjectName(u"holdButton")

        self.layout4.addWidget(self.holdButton)

        self.printButton = KeyButton(self.drawerHead)
        self.printButton.setObjectName(u"printButton")

        self.layout4.addWidget(self.printButton)

        self.spacer2 = QSpacerItem(4, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout4.addItem(self.spacer2)


        self.layout2.addLayout(self.layout4)

        self.holdBanner = Banner(self.drawerHead)
        self.holdBanner.setObjectName(u"holdBanner")

        self.layout2.addWidget(self.holdBanner)

        self.drawerBanner = Banner(self.drawerHead)
        self.drawerBanner.setObjectName(u"drawerBanner")

        self.layout2.addWidget(self.drawerBanner)


        self.layout1.addWidget(self.drawerHead)

        self.drawerScroll = QScrollArea(OrderDrawer)
        self.drawerScroll.setObjectName(u"drawerScroll")
        self.drawerScroll.setWidgetResizable(True)
        self.drawerScroll.setFrameShape(QFrame.Shape.NoFrame)
        self.drawerScroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.drawerScroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.drawerBody = QWidget()
        self.drawerBody.setObjectName(u"drawerBody")
        self.drawerBody.setProperty(u"role", u"bare")
        self.layout5 = QVBoxLayout(self.drawerBody)
        self.layout5.setSpacing(0)
        self.layout5.setObjectName(u"layout5")
        self.layout5.setContentsMargins(0, 0, 0, 0)
        self.linesSection = QFrame(self.drawerBody)
        self.linesSection.setObjectName(u"linesSection")
        self.linesSection.setProperty(u"role", u"section")
        self.layout6 = QVBoxLayout(self.linesSection)
        self.layout6.setSpacing(8)
        self.layout6.setObjectName(u"layout6")
        self.layout6.setContentsMargins(20, 12, 20, 12)
        self.layout7 = QHBoxLayout()
        self.layout7.setSpacing(8)
        self.layout7.setObjectName(u"layout7")
        self.layout7.setContentsMargins(0, 0, 0, 0)
        self.linesLabel = QLabel(self.linesSection)
        self.linesLabel.setObjectName(u"linesLabel")
        self.linesLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.linesLabel.setProperty(u"role", u"group")
        self.linesLabel.setText(u"")

        self.layout7.addWidget(self.linesLabel)

        self.spacer3 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout7.addItem(self.spacer3)

        self.paidLabel = QLabel(self.linesSection)
        self.paidLabel.setObjectName(u"paidLabel")
        self.paidLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.paidLabel.setProperty(u"role", u"caption")
        self.paidLabel.setText(u"")

        self.layout7.addWidget(self.paidLabel)


        self.layout6.addLayout(self.layout7)

        self.linesView = LineList(self.linesSection)
        self.linesView.setObjectName(u"linesView")

        self.layout6.addWidget(self.linesView)

        self.chargesView = ChargeList(self.linesSection)
        self.chargesView.setObjectName(u"chargesView")

        self.layout6.addWidget(self.chargesView)


        self.layout5.addWidget(self.linesSection)

        self.addressSection = QFrame(self.drawerBody)
        self.addressSection.setObjectName(u"addressSection")
        self.addressSection.setProperty(u"role", u"section")
        self.layout8 = QVBoxLayout(self.addressSection)
        self.layout8.setSpacing(8)
        self.layout8.setObjectName(u"layout8")
        self.layout8.setContentsMargins(20, 12, 20, 12)
        self.layout9 = QHBoxLayout()
        self.layout9.setSpacing(8)
        self.layout9.setObjectName(u"layout9")
        self.layout9.setContentsMargins(0, 0, 0, 0)
        self.shipToLabel = QLabel(self.addressSection)
        self.shipToLabel.setObjectName(u"shipToLabel")
        self.shipToLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.shipToLabel.setProperty(u"role", u"group")
        self.shipToLabel.setText(u"")

        self.layout9.addWidget(self.shipToLabel)

        self.spacer4 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout9.addItem(self.spacer4)

        self.countryLabel = QLabel(self.addressSection)
        self.countryLabel.setObjectName(u"countryLabel")
        self.countryLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.countryLabel.setProperty(u"role", u"caption")
        self.countryLabel.setText(u"")

        self.layout9.addWidget(self.countryLabel)


        self.layout8.addLayout(self.layout9)

        self.addressBlock = QLabel(self.addressSection)
        self.addressBlock.setObjectName(u"addressBlock")
        self.addressBlock.setTextFormat(Qt.TextFormat.PlainText)
        self.addressBlock.setText(u"")
        self.addressBlock.setWordWrap(True)
        self.addressBlock.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self.layout8.addWidget(self.addressBlock)


        self.layout5.addWidget(self.addressSection)

        self.shipmentSection = QFrame(self.drawerBody)
        self.shipmentSection.setObjectName(u"shipmentSection")
        self.shipmentSection.setProperty(u"role", u"section")
        self.layout10 = QVBoxLayout(self.shipmentSection)
        self.layout10.setSpacing(8)
        self.layout10.setObjectName(u"layout10")
        self.layout10.setContentsMargins(20, 12, 20, 12)
        self.layout11 = QHBoxLayout()
        self.layout11.setSpacing(8)
        self.layout11.setObjectName(u"layout11")
        self.layout11.setContentsMargins(0, 0, 0, 0)
        self.shipmentLabel = QLabel(self.shipmentSection)
        self.shipmentLabel.setObjectName(u"shipmentLabel")
        self.shipmentLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.shipmentLabel.setProperty(u"role", u"group")
        self.shipmentLabel.setText(u"")

        self.layout11.addWidget(self.shipmentLabel)

        self.spacer5 = QSpacerItem(10, 1, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.layout11.addItem(self.spacer5)

        self.shipmentRight = QLabel(self.shipmentSection)
        self.shipmentRight.setObjectName(u"shipmentRight")
        self.shipmentRight.setTextFormat(Qt.TextFormat.PlainText)
        self.shipmentRight.setProperty(u"role", u"caption")
        self.shipmentRight.setText(u"")

        self.layout11.addWidget(self.shipmentRight)


        self.layout10.addLayout(self.layout11)

        self.shipmentTrack = StepTrack(self.shipmentSection)
        self.shipmentTrack.setObjectName(u"shipmentTrack")

        self.layout10.addWidget(self.shipmentTrack)


        self.layout5.addWidget(self.shipmentSection)

        self.noteSection = QFrame(self.drawerBody)
        self.noteSection.setObjectName(u"noteSection")
        self.noteSection.setProperty(u"role", u"section")
        self.layout12 = QVBoxLayout(self.noteSection)
        self.layout12.setSpacing(8)
        self.layout12.setObjectName(u"layout12")
        self.layout12.setContentsMargins(20, 12, 20, 12)
        self.noteLabel = QLabel(self.noteSection)
        self.noteLabel.setObjectName(u"noteLabel")
        self.noteLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.noteLabel.setProperty(u"role", u"group")
        self.noteLabel.setText(u"")

        self.layout12.addWidget(self.noteLabel)

        self.noteText = QLabel(self.noteSection)
        self.noteText.setObjectName(u"noteText")
        self.noteText.setTextFormat(Qt.TextFormat.PlainText)
        self.noteText.setProperty(u"role", u"second")
        self.noteText.setText(u"")
        self.noteText.setWordWrap(True)

        self.layout12.addWidget(self.noteText)


        self.layout5.addWidget(self.noteSection)

        self.timelineSection = QFrame(self.drawerBody)
        self.timelineSection.setObjectName(u"timelineSection")
        self.timelineSection.setProperty(u"role", u"section")
        self.layout13 = QVBoxLayout(self.timelineSection)
        self.layout13.setSpacing(8)
        self.layout13.setObjectName(u"layout13")
        self.layout13.setContentsMargins(20, 12, 20, 12)
        self.timelineLabel = QLabel(self.timelineSection)
        self.timelineLabel.setObjectName(u"timelineLabel")
        self.timelineLabel.setTextFormat(Qt.TextFormat.PlainText)
        self.timelineLabel.setProperty(u"role", u"group")
        self.timelineLabel.setText(u"")

        self.layout13.addWidget(self.timelineLabel)

        self.timelineView = Timeline(self.timelineSection)
        self.timelineView.setObjectName(u"timelineView")

        self.layout13.addWidget(self.timelineView)


        self.layout5.addWidget(self.timelineSection)

        self.spacer6 = QSpacerItem(1, 10, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.layout5.addItem(self.spacer6)

        self.drawerScroll.setWidget(self.drawerBody)

        self.layout1.addWidget(self.drawerScroll)

        self.layout1.setStretch(1, 1)

        self.retranslateUi(OrderDrawer)

        QMetaObject.connectSlotsByName(OrderDrawer)
    # setupUi

    def retranslateUi(self, OrderDrawer):
        pass
    # retranslateUi

