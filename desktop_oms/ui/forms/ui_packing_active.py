# -*- coding: utf-8 -*-

################################################################################
## Form generated from reading UI file 'packing_active.ui'
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
from PySide6.QtWidgets import (QApplication, QSizePolicy, QVBoxLayout, QWidget)

from desktop_oms.ui.widgets.pack_band import VerdictBand
from desktop_oms.ui.widgets.pack_cards import OrderHead
from desktop_oms.ui.widgets.pack_focus import FocusCard
from desktop_oms.ui.widgets.pack_lines import PackLinesView

class Ui_PackingActive(object):
    def setupUi(self, PackingActive):
        if not PackingActive.objectName():
            PackingActive.setObjectName(u"PackingActive")
        PackingActive.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.activeLayout = QVBoxLayout(PackingActive)
        self.activeLayout.setSpacing(12)
        self.activeLayout.setObjectName(u"activeLayout")
        self.activeLayout.setContentsMargins(0, 0, 0, 0)
        self.orderHead = OrderHead(PackingActive)
        self.orderHead.setObjectName(u"orderHead")

        self.activeLayout.addWidget(self.orderHead)

        self.verdictBand = VerdictBand(PackingActive)
        self.verdictBand.setObjectName(u"verdictBand")

        self.activeLayout.addWidget(self.verdictBand)

        self.focusCard = FocusCard(PackingActive)
        self.focusCard.setObjectName(u"focusCard")

        self.activeLayout.addWidget(self.focusCard)

        self.packLinesView = PackLinesView(PackingActive)
        self.packLinesView.setObjectName(u"packLinesView")

        self.activeLayout.addWidget(self.packLinesView)

        self.activeLayout.setStretch(2, 1)

        self.retranslateUi(PackingActive)

        QMetaObject.connectSlotsByName(PackingActive)
    # setupUi

    def retranslateUi(self, PackingActive):
        pass
    # retranslateUi

